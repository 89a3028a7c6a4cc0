package io.doorward.contract.channel;

import java.util.List;

/** Names of HTTP and Kafka headers that are ours. */
public final class Headers {
  /** HTTP: identifies one request in answers, logs and events. */
  public static final String REQUEST_ID = "X-Request-Id";

  /**
   * HTTP: every header that begins so is the gateway's own and is removed from what clients send.
   */
  public static final String RESERVED_PREFIX = "x-doorward-";

  /** HTTP, to upstreams: {@code token}, {@code session} or {@code none}. */
  public static final String CREDENTIAL = "X-Doorward-Credential";

  /** HTTP, to upstreams: the organization's id; for a session its slug, escaped like the owner. */
  public static final String ORGANIZATION = "X-Doorward-Organization";

  /**
   * HTTP, to upstreams: the owner's id; what is not visible ASCII, and the percent sign, is
   * percent-encoded as UTF-8.
   */
  public static final String OWNER = "X-Doorward-Owner";

  /** HTTP, to upstreams: the token's id; empty for a session. */
  public static final String TOKEN_ID = "X-Doorward-Token-Id";

  /**
   * HTTP, to upstreams: {@code personal}, {@code service} or {@code agent}; empty for a session.
   */
  public static final String TOKEN_TYPE = "X-Doorward-Token-Type";

  /** HTTP, to upstreams: {@code live} or {@code test}; empty for a session. */
  public static final String ENVIRONMENT = "X-Doorward-Environment";

  /** HTTP, to upstreams: the scopes, space-separated; empty for a session. */
  public static final String SCOPES = "X-Doorward-Scopes";

  /** HTTP, to upstreams: the agent's id; empty if none. */
  public static final String AGENT_ID = "X-Doorward-Agent-Id";

  /** HTTP, to upstreams: all that tell who the caller is; one without a value is there, empty. */
  public static final List<String> IDENTITY =
      List.of(CREDENTIAL, ORGANIZATION, OWNER, TOKEN_ID, TOKEN_TYPE, ENVIRONMENT, SCOPES, AGENT_ID);

  /**
   * HTTP, to a proxy in front that can pass on no other refusals than 401 and 403: the status that
   * its client should see.
   */
  public static final String STATUS = "X-Doorward-Status";

  /** HTTP, to such a proxy: the body that its client should see, JSON in ASCII on one line. */
  public static final String PROBLEM = "X-Doorward-Problem";

  /** HTTP, to such a proxy: the challenge, where it does not pass on the one of the answer. */
  public static final String CHALLENGE = "X-Doorward-Challenge";

  /** Kafka: base64 Ed25519 signature over the record's value. */
  public static final String SIGNATURE = "doorward-signature";

  /** Kafka, on dead letters: why the record could not be read. */
  public static final String DEAD_LETTER_REASON = "doorward-reason";

  /** Kafka, on dead letters: {@code topic/partition/offset} it came from. */
  public static final String DEAD_LETTER_ORIGIN = "doorward-origin";

  private Headers() {}
}
