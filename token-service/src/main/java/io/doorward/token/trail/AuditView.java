package io.doorward.token.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An action.
 *
 * @param seq its place in the organization's chain
 * @param action such as {@code token.revoked}
 * @param before what changed, as it was; JSON exactly as the hash covers it
 * @param after what changed, as it is
 * @param evidence the figures behind an automatic action
 * @param hash of its link in the chain, in hex
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AuditView(
    long id,
    @Nullable Long seq,
    Instant at,
    Who actor,
    String action,
    What target,
    @Nullable @JsonRawValue @Schema(type = SchemaType.OBJECT) String before,
    @Nullable @JsonRawValue @Schema(type = SchemaType.OBJECT) String after,
    @Nullable String reason,
    @Nullable @JsonRawValue @Schema(type = SchemaType.OBJECT) String evidence,
    String requestId,
    @Nullable String ip,
    @Nullable String hash) {

  /**
   * Who acted.
   *
   * @param kind user, token or service
   * @param tokenUsed the API token that was used, if one was
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Who(String kind, String id, @Nullable UUID tokenUsed) {}

  /** What it was done to. */
  public record What(String kind, String id) {}

  static AuditView of(Entry entry) {
    return new AuditView(
        entry.id(),
        entry.seq(),
        entry.at(),
        new Who(entry.actorKind(), entry.actorId(), entry.tokenUsed()),
        entry.action(),
        new What(entry.targetKind(), entry.targetId()),
        entry.before(),
        entry.after(),
        entry.reason(),
        entry.evidence(),
        entry.requestId(),
        entry.ip(),
        entry.hash());
  }
}
