package io.doorward.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** An answer that is one JSON text: nothing of it passes before all of it is there. */
final class JsonFilter implements AnswerFilter {
  private final Lists lists;
  private final int most;
  private final Buffer held = Buffer.buffer();

  JsonFilter(Lists lists, int most) {
    this.lists = lists;
    this.most = most;
  }

  @Override
  public Buffer pass(Buffer piece) throws UnfitAnswer {
    held.appendBuffer(piece);
    if (held.length() > most) {
      throw new UnfitAnswer("The server's list is larger than " + most + " bytes.");
    }
    return Buffer.buffer();
  }

  @Override
  public Buffer end() throws UnfitAnswer {
    return lists.prune(text(held.getBytes())).map(Buffer::buffer).orElse(held);
  }

  static String text(byte[] octets) throws UnfitAnswer {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
    } catch (CharacterCodingException e) {
      throw new UnfitAnswer("The server's answer is not UTF-8.");
    }
  }
}
