package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("REV-9")
class FrameBoundaryTest {

  private static Buffer frame(int payload, boolean masked) {
    int mask = masked ? 0x80 : 0;
    Buffer frame = Buffer.buffer().appendByte((byte) 0x82);
    if (payload < 126) {
      frame.appendByte((byte) (mask | payload));
    } else if (payload < 65_536) {
      frame.appendByte((byte) (mask | 126)).appendShort((short) payload);
    } else {
      frame.appendByte((byte) (mask | 127)).appendLong(payload);
    }
    byte[] rest = new byte[payload + (masked ? 4 : 0)];
    new Random(payload).nextBytes(rest);
    return frame.appendBytes(rest);
  }

  @ParameterizedTest
  @CsvSource({
    "0, false", "1, false", "125, false", "126, false", "65535, false", "65536, false",
    "0, true", "1, true", "125, true", "126, true", "65535, true", "65536, true"
  })
  void theEndOfAFrameIsFoundHoweverItsBytesArrive(int payload, boolean masked) {
    Buffer all = frame(payload, masked).appendBuffer(frame(3, masked));
    int first = frame(payload, masked).length();
    for (int step : new int[] {1, 2, 7, 1_000, 100_000}) {
      FrameBoundary boundary = new FrameBoundary();
      int at = 0;
      while (at < all.length()) {
        int end = Math.min(at + step, all.length());
        boundary.pass(all.slice(at, end));
        at = end;
        assertThat(boundary.isReached()).isEqualTo(at == first || at == all.length());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "125", "126", "65535", "65536"})
  void theRestOfAnOpenFrameIsCutFromWhatFollows(int payload) {
    Buffer one = frame(payload, false);
    FrameBoundary boundary = new FrameBoundary();
    boundary.pass(one.slice(0, 1));
    Buffer rest = one.slice(1, one.length()).copy().appendBuffer(frame(9, false));
    assertThat(boundary.passFrame(rest)).isEqualTo(one.length() - 1);
    assertThat(boundary.isReached()).isTrue();
    assertThat(boundary.passFrame(rest)).isZero();
  }
}
