package io.doorward.contract.snapshot;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;

/**
 * An agent as a gateway sees it: what it takes to tell who sees it. Readers ignore members they do
 * not know.
 *
 * @param schema version of this record's form; additive changes keep it
 * @param organization the organization's slug, which is what sessions name
 * @param createdBy the subject of whoever made it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AgentSnapshot(
    int schema,
    UUID agentId,
    UUID organizationId,
    String organization,
    Visibility visibility,
    String createdBy) {

  /** The form this code writes. */
  public static final int SCHEMA = 1;

  /** A record that lacks what no agent can lack is not one. */
  public AgentSnapshot {
    Objects.requireNonNull(agentId, "agentId");
    Objects.requireNonNull(organizationId, "organizationId");
    Objects.requireNonNull(organization, "organization");
    Objects.requireNonNull(visibility, "visibility");
    Objects.requireNonNull(createdBy, "createdBy");
  }

  /** Who sees an agent. */
  public enum Visibility {
    /** Whoever made it, and the organization's administrators. */
    PRIVATE,
    /** Every member. */
    ORGANIZATION,
    /** Everybody, of whatever organization; only its own runs it. */
    PUBLIC,
    /** One that this code does not know yet; as narrow as the narrowest. */
    OTHER;

    @JsonValue
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wireName()}; what is unknown is {@link #OTHER}. */
    @JsonCreator
    public static Visibility of(String wireName) {
      for (Visibility visibility : values()) {
        if (visibility.wireName().equals(wireName)) {
          return visibility;
        }
      }
      return OTHER;
    }
  }
}
