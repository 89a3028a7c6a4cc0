package io.doorward.token.directory.agent;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What an agent is to be; in a change, what is absent stays. */
@Schema(name = "DescribeAgent")
public record DescribeAgent(
    @Schema(description = "1 to 100 characters; needed for a new one", examples = "triage")
        @Nullable String name,
    @Schema(description = "Up to 500 characters") @Nullable String description,
    @Schema(description = "private if absent; public is an administrator's to choose")
        @Nullable Visibility visibility) {

  /** The agent after the change. */
  AgentView applied(AgentView before) {
    return new AgentView(
        before.id(),
        before.organizationId(),
        name == null ? before.name() : name.strip(),
        description == null ? before.description() : description.strip(),
        visibility == null ? before.visibility() : visibility,
        before.createdBy(),
        before.createdAt());
  }
}
