package io.doorward.monitor.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.monitor.Requests;
import io.doorward.monitor.signal.UsageSignal.Outcome;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final SignalReader reader = new SignalReader(Duration.ofMinutes(5), List.of());
  private final Requests requests = new Requests();

  @ParameterizedTest
  @Tag("DET-2")
  @CsvSource({
    "200,,ALLOWED",
    "404,,ALLOWED",
    "500,,OTHER",
    "403,insufficient_scope,DENIED",
    "403,ip_not_allowed,DENIED",
    "401,invalid_token,OTHER",
    "429,rate_limited,OTHER",
    "400,invalid_request,OTHER",
    "404,not_found,OTHER",
    "502,upstream_unreachable,OTHER"
  })
  void onlyLackOfRightsIsADenial(int status, String code, Outcome outcome) {
    assertThat(signal(requests.refused(NOW, status, code, "/a")).outcome()).isEqualTo(outcome);
  }

  @Test
  @Tag("DET-2")
  void whatWasNotMadeWithATokenIsNotWatched() {
    byte[] value = ContractJson.write(requests.withoutToken(NOW, 401, "invalid_token"));
    assertThat(reader.read(value, NOW)).isInstanceOf(Reading.NotWatched.class);
  }

  @Test
  void placesDifferByTemplateAndMethod() {
    int a = signal(requests.denied(NOW, "/a")).place();
    assertThat(signal(requests.denied(NOW, "/a")).place()).isEqualTo(a);
    assertThat(signal(requests.denied(NOW, "/b")).place()).isNotEqualTo(a);
  }

  @Test
  @Tag("KFK-3")
  void aTimeInTheFutureBecomesThatOfArrival() {
    assertThat(signal(requests.allowed(NOW.plus(Duration.ofDays(99)))).at()).isEqualTo(NOW);
    Instant near = NOW.plusSeconds(60);
    assertThat(signal(requests.allowed(near)).at()).isEqualTo(near);
  }

  @Test
  @Tag("DET-2")
  void onlyATokenThatIsToBeRotatedItselfIsPresentedForRotation() {
    String template = "/api/v1/tokens/{id}/rotate";
    SignalReader rotations = new SignalReader(Duration.ofMinutes(5), List.of(template));
    UsageEvent event = requests.retired(NOW, NOW.minusSeconds(9), template);
    assertThat(retired(rotations, event, requests.token().toString()).forRotation()).isTrue();
    assertThat(retired(rotations, event, UUID.randomUUID().toString()).forRotation()).isFalse();
  }

  private static UsageSignal.Retired retired(SignalReader reader, UsageEvent event, String id) {
    String json =
        ContractJson.writeString(event)
            .replace("\"path\":\"" + event.path(), "\"path\":\"/api/v1/tokens/" + id + "/rotate");
    Reading reading = reader.read(json.getBytes(StandardCharsets.UTF_8), NOW);
    return Objects.requireNonNull(((Reading.Signal) reading).signal().retired());
  }

  @ParameterizedTest
  @Tag("KFK-1")
  @CsvSource(
      delimiter = '|',
      value = {
        "\"schema\":1|\"schema\":2",
        "\"at\":\"2026-03-01T10:00:00Z\"|\"at\":1e400",
        "\"at\":\"2026-03-01T10:00:00Z\"|\"at\":null",
        "\"at\":\"2026-03-01T10:00:00Z\"|\"at\":\"-100000-01-01T00:00:00Z\"",
        "\"sequence\":0|\"sequence\":-1",
        "\"instance\"|\"i\"",
        "{|[["
      })
  void whatCannotBeReadSaysWhy(String from, String to) {
    String json = ContractJson.writeString(requests.allowed(NOW)).replace(from, to);
    assertThat(reader.read(json.getBytes(StandardCharsets.UTF_8), NOW))
        .isInstanceOfSatisfying(
            Reading.Unreadable.class, unreadable -> assertThat(unreadable.reason()).isNotBlank());
  }

  @Property(tries = 300)
  void anyBytesAreReadOrUnreadable(@ForAll byte[] value) {
    assertThat(reader.read(value, NOW)).isNotNull();
  }

  @Test
  void aTombstoneIsUnreadable() {
    assertThat(reader.read(null, NOW)).isInstanceOf(Reading.Unreadable.class);
  }

  private UsageSignal signal(UsageEvent event) {
    return ((Reading.Signal) reader.read(ContractJson.write(event), NOW)).signal();
  }
}
