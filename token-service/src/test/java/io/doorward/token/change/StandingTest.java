package io.doorward.token.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.token.store.Revocation;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Suspension;
import io.doorward.token.support.Tokens;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T4")
class StandingTest {
  private static final Revocation REVOCATION = new Revocation("alice", "leaked", Tokens.NOW);
  private static final Suspension SUSPENSION =
      new Suspension("alice", Suspension.By.USER, "odd", Tokens.NOW, null);

  @Test
  void whateverIsNotRevokedCanBeRevoked() {
    for (StoredToken token :
        new StoredToken[] {Tokens.active(), Tokens.expired(), Tokens.suspended(null)}) {
      StoredToken next = next(Standing.revoke(token, REVOCATION));
      assertThat(next.statusAt(Tokens.NOW)).isEqualTo(TokenStatus.REVOKED);
      assertThat(next.version()).isEqualTo(token.version() + 1);
    }
  }

  @Test
  void revokingAgainChangesNothing() {
    StoredToken revoked = Tokens.revoked();
    assertThat(Standing.revoke(revoked, REVOCATION)).isEqualTo(new Transition.Already(revoked));
  }

  @Test
  void onlyWhatWorksCanBeSuspended() {
    assertThat(next(Standing.suspend(Tokens.active(), SUSPENSION)).statusAt(Tokens.NOW))
        .isEqualTo(TokenStatus.SUSPENDED);
    for (StoredToken token :
        new StoredToken[] {Tokens.revoked(), Tokens.expired(), Tokens.suspended(null)}) {
      assertThat(Standing.suspend(token, SUSPENSION)).isInstanceOf(Transition.Refused.class);
    }
  }

  @Test
  @Tag("DET-1")
  void aPersonsSuspensionIsNoShelterFromTheSecurityService() {
    Suspension service =
        new Suspension("security-monitor", Suspension.By.SERVICE, "odd", Tokens.NOW, null);
    StoredToken next = next(Standing.suspend(Tokens.suspended(Tokens.NOW.plusSeconds(1)), service));
    assertThat(next.suspension()).isEqualTo(service);
    assertThat(Standing.suspend(next, SUSPENSION)).isInstanceOf(Transition.Refused.class);
    assertThat(Standing.suspend(next, service)).isInstanceOf(Transition.Refused.class);
  }

  @Test
  void onlyWhatIsSuspendedCanBeReactivated() {
    assertThat(next(Standing.reactivate(Tokens.suspended(null), Tokens.NOW)).statusAt(Tokens.NOW))
        .isEqualTo(TokenStatus.ACTIVE);
    for (StoredToken token :
        new StoredToken[] {Tokens.active(), Tokens.revoked(), Tokens.expired()}) {
      assertThat(Standing.reactivate(token, Tokens.NOW)).isInstanceOf(Transition.Refused.class);
    }
  }

  @Test
  void aSuspensionEndsByItself() {
    StoredToken token = Tokens.suspended(Tokens.NOW);
    assertThat(token.statusAt(Tokens.NOW.minusMillis(1))).isEqualTo(TokenStatus.SUSPENDED);
    assertThat(token.statusAt(Tokens.NOW)).isEqualTo(TokenStatus.ACTIVE);
    assertThat(Standing.suspend(token, SUSPENSION)).isInstanceOf(Transition.Next.class);
    assertThat(Standing.reactivate(token, Tokens.NOW.plus(Duration.ofDays(1))))
        .isInstanceOf(Transition.Refused.class);
  }

  private static StoredToken next(Transition transition) {
    assertThat(transition).isInstanceOf(Transition.Next.class);
    return ((Transition.Next) transition).token();
  }
}
