package io.doorward.gateway.proxy;

import io.vertx.core.buffer.Buffer;

/**
 * Follows WebSocket frames (RFC 6455, section 5.2) through a stream of bytes without touching them,
 * to know where one ends: only there another may be slipped in.
 */
final class FrameBoundary {
  private static final int MASKED = 0x80;
  private static final int LENGTH = 0x7f;
  private static final int TWO_BYTES_LENGTH = 126;
  private static final int EIGHT_BYTES_LENGTH = 127;
  private static final int MASK_BYTES = 4;

  private int headRead;
  private int headLength = 2;
  private int lengthBytes;
  private long payload;
  private boolean masked;

  /** Whether the bytes so far end with a frame. */
  boolean isReached() {
    return headRead == 0 && payload == 0;
  }

  /** Follows these bytes. */
  void pass(Buffer bytes) {
    follow(bytes, false);
  }

  /** Follows these bytes up to the end of the frame that was open; returns how many those are. */
  int passFrame(Buffer bytes) {
    return isReached() ? 0 : follow(bytes, true);
  }

  private int follow(Buffer bytes, boolean oneFrame) {
    int at = 0;
    while (at < bytes.length()) {
      if (headRead < headLength) {
        readHead(bytes.getByte(at++) & 0xff);
      }
      if (headRead == headLength) {
        long step = Math.min(payload, bytes.length() - at);
        payload -= step;
        at += (int) step;
        if (payload == 0) {
          headRead = 0;
          headLength = 2;
          if (oneFrame) {
            return at;
          }
        }
      }
    }
    return at;
  }

  private void readHead(int octet) {
    headRead++;
    if (headRead == 2) {
      masked = (octet & MASKED) != 0;
      int length = octet & LENGTH;
      lengthBytes = length == TWO_BYTES_LENGTH ? 2 : length == EIGHT_BYTES_LENGTH ? 8 : 0;
      payload = lengthBytes == 0 ? length : 0;
      headLength = 2 + lengthBytes + (masked ? MASK_BYTES : 0);
    } else if (headRead > 2 && headRead <= 2 + lengthBytes) {
      payload = payload << 8 | octet;
    }
  }
}
