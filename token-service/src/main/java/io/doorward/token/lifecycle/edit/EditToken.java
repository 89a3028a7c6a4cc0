package io.doorward.token.lifecycle.edit;

import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenType;
import io.doorward.token.lifecycle.issue.CreateToken;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What is to be changed of a token: a merge patch (RFC 7396). A member that is absent stays as it
 * is; {@code null} takes it away where there is something to take away. Not a record: a record
 * cannot tell the two apart.
 */
@Schema(name = "EditToken")
public final class EditToken {
  @Schema(hidden = true)
  private final Set<String> present = new HashSet<>();

  @Schema(description = "1 to 100 characters for people")
  private @Nullable String name;

  @Schema(description = "1 to 100 scopes, in place of all it has")
  private @Nullable List<@Nullable String> scopes;

  @Schema(description = "null: never", nullable = true)
  private @Nullable Instant expiresAt;

  @Schema(description = "In place of all its own; null: the plan's", nullable = true)
  private @Nullable Limits limits;

  @Schema(description = "Addresses or CIDR blocks; null: anywhere", nullable = true)
  private @Nullable List<@Nullable String> allowedIps;

  @Schema(description = "In place of all it has", nullable = true)
  private @Nullable List<@Nullable String> tags;

  @Schema(description = "In place of all it has", nullable = true)
  private @Nullable Map<String, @Nullable String> metadata;

  public void setName(@Nullable String value) {
    name = value;
    present.add("name");
  }

  public void setScopes(@Nullable List<@Nullable String> value) {
    scopes = value;
    present.add("scopes");
  }

  public void setExpiresAt(@Nullable Instant value) {
    expiresAt = value;
    present.add("expiresAt");
  }

  public void setLimits(@Nullable Limits value) {
    limits = value;
    present.add("limits");
  }

  public void setAllowedIps(@Nullable List<@Nullable String> value) {
    allowedIps = value;
    present.add("allowedIps");
  }

  public void setTags(@Nullable List<@Nullable String> value) {
    tags = value;
    present.add("tags");
  }

  public void setMetadata(@Nullable Map<String, @Nullable String> value) {
    metadata = value;
    present.add("metadata");
  }

  /** Whether the member is to be changed. */
  boolean has(String member) {
    return present.contains(member);
  }

  /** Names of the members that are to be changed. */
  public Set<String> members() {
    return Set.copyOf(present);
  }

  /** The patch as it was sent; what is to be taken away is {@code null}. */
  public SortedMap<String, @Nullable Object> patch() {
    SortedMap<String, @Nullable Object> all = new TreeMap<>();
    all.put("name", name);
    all.put("scopes", scopes);
    all.put("expiresAt", expiresAt);
    all.put("limits", limits);
    all.put("allowedIps", allowedIps);
    all.put("tags", tags);
    all.put("metadata", metadata);
    all.keySet().retainAll(present);
    return all;
  }

  /** The members as a wish for a token of this type has them. */
  CreateToken asWish(TokenType type) {
    return new CreateToken(name, type, null, scopes, expiresAt, limits, allowedIps, tags, metadata);
  }
}
