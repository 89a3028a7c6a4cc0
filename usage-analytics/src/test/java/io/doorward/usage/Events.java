package io.doorward.usage;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.TokenOwner;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A gateway instance as tests play it: numbers its events without a gap. */
public final class Events {
  private final String instance = "gateway-" + UUID.randomUUID();
  private final UUID organization;
  private final UUID token;
  private final TokenOwner owner;
  private long sequence;

  public Events(UUID organization, UUID token, String owner) {
    this.organization = organization;
    this.token = token;
    this.owner = new TokenOwner(TokenOwner.Kind.USER, owner);
  }

  public UUID token() {
    return token;
  }

  /** An event is lost on its way. */
  public void lose() {
    sequence++;
  }

  public UsageEvent answered(Instant at, int status) {
    return event(at, status, null);
  }

  public UsageEvent refused(Instant at, int status, String code) {
    return event(at, status, code);
  }

  public List<UsageEvent> answered(Instant at, int status, int times) {
    List<UsageEvent> events = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      events.add(answered(at, status));
    }
    return events;
  }

  private UsageEvent event(Instant at, int status, @Nullable String refusal) {
    return new UsageEvent(
        UsageEvent.SCHEMA,
        instance,
        sequence++,
        at,
        UUID.randomUUID().toString(),
        CredentialKind.TOKEN,
        token,
        organization,
        owner,
        null,
        "demo",
        "GET",
        "/demo/hello",
        "/demo/hello",
        status,
        refusal,
        10,
        100,
        1_500,
        refusal == null ? 1_000L : null,
        "203.0.113.7",
        "curl/8",
        null);
  }
}
