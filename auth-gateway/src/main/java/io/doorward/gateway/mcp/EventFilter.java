package io.doorward.gateway.mcp;

import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * An answer that is a stream of events (WHATWG HTML, Server-sent events). Each event passes as soon
 * as it is complete, byte for byte unless something has to be taken out of it.
 */
final class EventFilter implements AnswerFilter {
  private static final String DATA = "data";

  private final Lists lists;
  private final int most;
  private Buffer event = Buffer.buffer();
  private int lineStart;
  private boolean afterReturn;
  private boolean first = true;

  EventFilter(Lists lists, int most) {
    this.lists = lists;
    this.most = most;
  }

  @Override
  public Buffer pass(Buffer piece) throws UnfitAnswer {
    Buffer out = Buffer.buffer();
    for (int i = 0; i < piece.length(); i++) {
      byte octet = piece.getByte(i);
      if (afterReturn && octet == '\n') {
        afterReturn = false;
        endOfReturn(out);
        continue;
      }
      afterReturn = octet == '\r';
      event.appendByte(octet);
      if (octet == '\n' || octet == '\r') {
        boolean blank = event.length() - 1 == lineStart;
        lineStart = event.length();
        if (blank) {
          out.appendBuffer(complete());
        }
      } else if (event.length() > most) {
        throw new UnfitAnswer("An event of the server is larger than " + most + " bytes.");
      }
    }
    return out;
  }

  /** The line feed that belongs to a carriage return before it. */
  private void endOfReturn(Buffer out) {
    if (event.length() == 0) {
      out.appendByte((byte) '\n');
    } else {
      event.appendByte((byte) '\n');
      lineStart = event.length();
    }
  }

  /** Readers drop an event that is cut off, but not all do. */
  @Override
  public Buffer end() throws UnfitAnswer {
    return complete();
  }

  private Buffer complete() throws UnfitAnswer {
    Buffer whole = event;
    event = Buffer.buffer();
    lineStart = 0;
    String text = JsonFilter.text(whole.getBytes());
    boolean marked = first && text.startsWith("\ufeff");
    first = first && whole.length() == 0;
    String data = data(marked ? text.substring(1) : text);
    String start = data.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      return whole;
    }
    Optional<String> pruned = lists.prune(data);
    return pruned.isEmpty()
        ? whole
        : Buffer.buffer(replaced(marked ? text.substring(1) : text, pruned.get()));
  }

  private static String data(String event) {
    StringBuilder data = new StringBuilder();
    for (String line : event.split("\r\n|\r|\n")) {
      if (isData(line)) {
        String value = line.length() == DATA.length() ? "" : line.substring(DATA.length() + 1);
        data.append(value.startsWith(" ") ? value.substring(1) : value).append('\n');
      }
    }
    return data.toString();
  }

  private static boolean isData(String line) {
    return line.startsWith(DATA)
        && (line.length() == DATA.length() || line.charAt(DATA.length()) == ':');
  }

  /** The event with other data, in the place of its first line of data. */
  private static String replaced(String event, String data) {
    StringBuilder replaced = new StringBuilder(event.length());
    boolean written = false;
    for (String line : event.split("(?<=\n)|(?<=\r)(?!\n)")) {
      String content = line.replaceAll("[\r\n]+$", "");
      if (!isData(content)) {
        replaced.append(line);
      } else if (!written) {
        written = true;
        replaced.append(DATA).append(": ").append(data).append(line.substring(content.length()));
      }
    }
    return replaced.toString();
  }
}
