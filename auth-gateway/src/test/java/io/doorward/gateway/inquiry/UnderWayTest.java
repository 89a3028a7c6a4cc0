package io.doorward.gateway.inquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("RES-8")
class UnderWayTest {
  private final UnderWay underWay = new UnderWay();

  @Test
  void aShutdownWaitsForWhatHasNoAnswerYet() throws Exception {
    Object one = new Object();
    Object other = new Object();
    underWay.begin(one);
    underWay.begin(other);
    underWay.end(one);
    underWay.end(one);
    Thread shutdown =
        new Thread(
            () -> {
              try {
                underWay.drain(Duration.ofMinutes(10));
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    shutdown.start();
    await().until(() -> shutdown.getState() == Thread.State.TIMED_WAITING);
    assertThat(underWay.isDraining()).isTrue();
    underWay.end(other);
    shutdown.join();
  }

  @Test
  void itDoesNotWaitForEver() throws Exception {
    underWay.begin(new Object());
    underWay.drain(Duration.ofMillis(1));
    assertThat(underWay.isDraining()).isTrue();
  }
}
