package io.doorward.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP/1.1 decoder without its tolerance. Netty 4.1 itself refuses bare line feeds, differing
 * or repeated Content-Length, white space before the colon and malformed chunks; it repairs two
 * things that RFC 9112 (sections 5.2 and 6.1) lets a server refuse, and they are refused here
 * because an upstream may have seen them differently: folded header lines, and Transfer-Encoding
 * beside Content-Length. It also has no bound on how long a head may take; here is one.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
  private static final byte LF = '\n';
  private static final byte CR = '\r';

  private final long headTimeoutMillis;
  private Stage stage = Stage.BEFORE_REQUEST_LINE;
  private @Nullable ScheduledFuture<?> deadline;

  private enum Stage {
    BEFORE_REQUEST_LINE,
    IN_HEAD,
    IN_BODY,
    GIVEN_UP
  }

  StrictDecoder(HttpServerOptions options, long headTimeoutMillis) {
    super(options);
    this.headTimeoutMillis = headTimeoutMillis;
  }

  @Override
  protected HttpMessage createMessage(String[] initialLine) {
    stage = Stage.IN_HEAD;
    return super.createMessage(initialLine);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException("Transfer-Encoding beside Content-Length");
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf buffer, List<Object> out)
      throws Exception {
    if (stage == Stage.GIVEN_UP) {
      buffer.skipBytes(buffer.readableBytes());
      return;
    }
    if (stage != Stage.IN_BODY && isFolded(buffer)) {
      refuse(buffer, out);
      return;
    }
    int before = out.size();
    super.decode(context, buffer, out);
    for (int i = before; i < out.size(); i++) {
      follow(out.get(i));
    }
    watchHead(context, buffer);
  }

  private void follow(Object decoded) {
    if (decoded instanceof HttpRequest request) {
      stage = request.decoderResult().isFailure() ? Stage.GIVEN_UP : Stage.IN_BODY;
    }
    if (decoded instanceof LastHttpContent && stage == Stage.IN_BODY) {
      stage = Stage.BEFORE_REQUEST_LINE;
    }
  }

  /** Looks at the head's lines that are still to be decoded; they begin at a line's beginning. */
  private boolean isFolded(ByteBuf buffer) {
    boolean inHead = stage == Stage.IN_HEAD;
    int end = buffer.writerIndex();
    int line = buffer.readerIndex();
    while (line < end) {
      byte first = buffer.getByte(line);
      if (first == ' ' || first == '\t') {
        return true;
      }
      int feed = buffer.indexOf(line, end, LF);
      if (feed < 0) {
        return false;
      }
      boolean empty = feed == line || (feed == line + 1 && first == CR);
      if (empty && inHead) {
        return false;
      }
      inHead |= !empty;
      line = feed + 1;
    }
    return false;
  }

  private void refuse(ByteBuf buffer, List<Object> out) {
    stage = Stage.GIVEN_UP;
    buffer.skipBytes(buffer.readableBytes());
    HttpMessage invalid = createInvalidMessage();
    invalid.setDecoderResult(
        DecoderResult.failure(new IllegalArgumentException("a folded header line")));
    out.add(invalid);
  }

  private void watchHead(ChannelHandlerContext context, ByteBuf buffer) {
    boolean incomplete =
        stage == Stage.IN_HEAD || (stage == Stage.BEFORE_REQUEST_LINE && buffer.isReadable());
    if (incomplete && deadline == null) {
      deadline =
          context
              .executor()
              .schedule(
                  () -> {
                    var unused = context.close();
                  },
                  headTimeoutMillis,
                  TimeUnit.MILLISECONDS);
    } else if (!incomplete && deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
    if (deadline != null) {
      deadline.cancel(false);
    }
    super.handlerRemoved0(context);
  }
}
