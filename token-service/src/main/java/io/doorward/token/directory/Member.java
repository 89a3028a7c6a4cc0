package io.doorward.token.directory;

import io.doorward.contract.scope.Role;
import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import io.smallrye.mutiny.Uni;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person with a role in an organization. */
@Entity
@IdClass(Member.Key.class)
@Table(schema = "tokens", name = "member")
class Member extends PanacheEntityBase {
  @Id
  @ManyToOne(fetch = FetchType.LAZY, optional = false)
  @JoinColumn(name = "organization_id")
  Organization organization;

  @Id
  @Column(nullable = false)
  String subject;

  @Column(name = "email")
  @Nullable String email;

  @Column(name = "display_name")
  @Nullable String displayName;

  @Convert(converter = RoleColumn.class)
  @Column(nullable = false)
  Role role;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;

  /** Set once removed: the tokens are revoked and a session opens nothing. */
  @Column(name = "removed_at")
  @Nullable Instant removedAt;

  @Column(name = "removed_by")
  @Nullable String removedBy;

  /** Finds a member with the organization. */
  static Uni<Optional<Member>> find(String organization, String subject) {
    return Member.<Member>find(
            "from Member m join fetch m.organization o where o.slug = ?1 and m.subject = ?2",
            organization,
            subject)
        .firstResult()
        .map(Optional::ofNullable);
  }

  /** The primary key. */
  static class Key {
    @Nullable UUID organization;
    @Nullable String subject;

    @Override
    public boolean equals(Object other) {
      return other instanceof Key that
          && Objects.equals(organization, that.organization)
          && Objects.equals(subject, that.subject);
    }

    @Override
    public int hashCode() {
      return Objects.hash(organization, subject);
    }
  }
}
