package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.json.ContractJson;
import io.doorward.token.lifecycle.edit.EditToken;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is to be done to which tokens, as it was asked for; nothing of it has been checked. */
@Schema(name = "CreateTokenJob")
public record CreateTokenJob(
    @Schema(required = true) @Nullable JobAction action,
    @Schema(required = true, description = "Either filter or ids") @Nullable Selection selection,
    @Schema(description = "Those that go with the action") @Nullable Parameters parameters,
    @Schema(description = "true: shows what would be done and does nothing; false if absent")
        @Nullable Boolean dryRun,
    @Schema(description = "Up to 500 characters for the audit log; suspend needs it")
        @Nullable String reason,
    @Schema(
            description =
                "The digest of a dry run: 409 if it would now be about other tokens, or something"
                    + " else would become of one of them")
        @Nullable String digest) {

  /** Which tokens are meant. */
  @Schema(name = "TokenSelection")
  public record Selection(
      @Schema(description = "As the list's; an empty one selects all one sees")
          @Nullable Filter filter,
      @Schema(description = "1 to 1000 ids of tokens") @Nullable List<@Nullable String> ids) {}

  /** The list's filter. */
  @Schema(name = "TokenFilter")
  public record Filter(
      @Schema(examples = "active") @Nullable String status,
      @Schema(examples = "service") @Nullable String type,
      @Schema(examples = "live") @Nullable String environment,
      @Schema(description = "Id of the owner") @Nullable String owner,
      @Schema(examples = "ci") @Nullable String tag,
      @Schema(description = "Occurs in the name, in any case") @Nullable String q) {}

  /** What the action needs. */
  @Schema(name = "TokenJobParameters")
  public record Parameters(
      @Schema(
              description = "rotate: how long the old secrets are still accepted, as for one token",
              examples = "PT1H")
          @Nullable String overlap,
      @Schema(description = "suspend: ends by itself then") @Nullable Instant until,
      @Schema(
              description =
                  "edit: a merge patch of scopes, expiresAt, limits, allowedIps and tags, the same"
                      + " for every token")
          @Nullable EditToken edit) {
    static final Parameters NONE = new Parameters(null, null, null);

    /** As JSON; what is not there has no member. */
    SortedMap<String, @Nullable Object> members() {
      SortedMap<String, @Nullable Object> members = new TreeMap<>();
      if (overlap != null) {
        members.put("overlap", overlap);
      }
      if (until != null) {
        members.put("until", until);
      }
      if (edit != null) {
        members.put("edit", edit.patch());
      }
      return members;
    }
  }

  /** The same text for the same wish. */
  String canonical() {
    SortedMap<String, @Nullable Object> members = new TreeMap<>();
    members.put("action", action);
    members.put("selection", selection);
    members.put("parameters", parameters == null ? null : parameters.members());
    members.put("dryRun", dryRun);
    members.put("reason", reason);
    members.put("digest", digest);
    return ContractJson.writeString(members);
  }
}
