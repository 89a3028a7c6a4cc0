package io.doorward.token.lifecycle.bulk;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.token.propagation.Propagated;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A job, or a dry run of one.
 *
 * @param digest of what is to be done to which tokens; the same for a dry run and its run
 * @param createdBy the member, or the owner of the token that was used
 * @param failure why it ended before its time
 * @param propagation how far what it changed has come, if that was to be waited for
 */
@Schema(name = "TokenJob")
public record JobView(
    UUID id,
    JobAction action,
    boolean dryRun,
    JobState state,
    @Schema(type = SchemaType.OBJECT) JsonNode parameters,
    @Nullable String reason,
    String digest,
    Progress progress,
    @Nullable String failure,
    String createdBy,
    @Nullable UUID tokenUsed,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String cancelledBy,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Propagated propagation) {

  static JobView of(Job job) {
    return of(job, null);
  }

  static JobView of(Job job, @Nullable Propagated known) {
    return new JobView(
        job.id(),
        job.order().action(),
        job.dryRun(),
        job.state(),
        parameters(job.order().json()),
        job.order().reason(),
        job.digest(),
        job.progress(),
        job.failure(),
        job.began().actor().id(),
        job.began().actor().tokenUsed(),
        job.createdAt(),
        job.startedAt(),
        job.finishedAt(),
        job.cancelledBy(),
        known);
  }

  private static JsonNode parameters(String json) {
    try {
      return ContractJson.read(json.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("what we wrote ourselves can be read", e);
    }
  }
}
