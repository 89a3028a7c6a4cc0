package io.doorward.token.directory;

import io.quarkus.hibernate.reactive.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

/** The tenant. */
@Entity
@Table(schema = "tokens", name = "organization")
class Organization extends PanacheEntityBase {
  @Id UUID id;

  @Column(nullable = false)
  String slug;

  @Column(nullable = false)
  String name;

  @Column(name = "plan_id", nullable = false)
  String planId;

  @Column(name = "created_at", nullable = false)
  Instant createdAt;
}
