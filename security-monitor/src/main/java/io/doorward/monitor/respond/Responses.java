package io.doorward.monitor.respond;

import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.SecurityEvent.Response;
import io.doorward.monitor.detect.Finding;
import io.doorward.monitor.detect.Finding.Grade;
import io.doorward.monitor.score.Score;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** From a finding to the event that asks for the response. Pure. */
public final class Responses {
  private final ResponseConfig config;

  public Responses(ResponseConfig config) {
    this.config = config;
  }

  /** The event; the same finding always makes the same event with the same id. */
  public SecurityEvent to(Finding finding, UUID tokenId, UUID organizationId) {
    return new SecurityEvent(
        SecurityEvent.SCHEMA,
        id(finding, tokenId),
        finding.at(),
        finding.rule(),
        tokenId,
        organizationId,
        Score.ofDecades(finding.decades()),
        response(finding),
        finding.summary(),
        finding.evidence());
  }

  /** Name-based (RFC 9562, version 3): derived from what was found and nothing else. */
  private static UUID id(Finding finding, UUID tokenId) {
    String name =
        String.join(
            "|",
            "doorward",
            tokenId.toString(),
            finding.rule(),
            finding.grade().name(),
            finding.episode().toString());
    return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
  }

  private Response response(Finding finding) {
    return switch (finding.rule()) {
      case "refusal_burst" -> config.refusalBurst();
      case "rate_spike" ->
          finding.grade() == Grade.GRAVE ? config.rateSpikeGrave() : config.rateSpikeNotable();
      case "retired_use" ->
          finding.grade() == Grade.GRAVE ? config.retiredForRotation() : config.retiredUse();
      default -> config.otherwise();
    };
  }
}
