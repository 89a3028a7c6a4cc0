package io.doorward.token.protocol.oauth;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.doorward.contract.scope.Scope;
import io.doorward.token.store.StoredToken;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What introspection tells (RFC 7662, section 2.2); times in seconds since 1970.
 *
 * @param scope what the token grants and its owner's role permits now, space-separated; of a
 *     wildcard above the role what is left of it
 * @param exp when it ends by itself: it expires, or its overlap is over once it has been replaced
 * @param sub the owner
 * @param jti the token's id
 * @param org the organization
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Introspection(
    boolean active,
    @Nullable String scope,
    @Nullable @JsonProperty("token_type") String tokenType,
    @Nullable Long exp,
    @Nullable Long iat,
    @Nullable String sub,
    @Nullable @JsonProperty("sub_kind") String subjectKind,
    @Nullable UUID jti,
    @Nullable UUID org,
    @Nullable @JsonProperty("org_slug") String organization,
    @Nullable String environment) {

  /** Nothing is said of why. */
  static final Introspection INACTIVE =
      new Introspection(false, null, null, null, null, null, null, null, null, null, null);

  /**
   * @param permitted what the token grants and its owner's role permits
   */
  static Introspection of(StoredToken token, List<Scope> permitted) {
    Instant end = token.endsAt();
    return new Introspection(
        true,
        permitted.stream().map(Scope::value).collect(Collectors.joining(" ")),
        "Bearer",
        end == null ? null : end.getEpochSecond(),
        token.createdAt().getEpochSecond(),
        token.owner().id(),
        token.owner().kind().wireName(),
        token.id(),
        token.organizationId(),
        token.organization(),
        token.environment().wireName());
  }
}
