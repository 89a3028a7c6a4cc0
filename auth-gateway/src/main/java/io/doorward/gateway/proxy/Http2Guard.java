package io.doorward.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/**
 * Stands before the HTTP/2 codec and follows the frames' heads (RFC 9113, section 4.1) without
 * touching them. Bounds what Netty 4.1 does not: frames that cost the client nothing and move no
 * data, by their number, and header blocks that do not end, by time and by the number of their
 * frames. Netty itself bounds the size of a header block, streams that are taken back, and answers
 * that pile up.
 */
final class Http2Guard extends ChannelInboundHandlerAdapter {
  /** Time in which control frames are counted, in nanoseconds. */
  private static final long WINDOW = 10_000_000_000L;

  /** Of one header block; two frames hold all that is read of one. */
  private static final int MOST_CONTINUATIONS = 16;

  private static final int PREFACE = 24;
  private static final int FRAME_HEAD = 9;
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int WINDOW_UPDATE = 8;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 1;
  private static final int END_HEADERS = 4;

  private final ClientConnection connection;
  private final int maxControlFrames;
  private final int[] head = new int[FRAME_HEAD];
  private int headRead;
  private long rest = PREFACE;
  private int type = HEADERS;
  private boolean blockOpen;
  private boolean refused;
  private int continuations;
  private int controlFrames;
  private long windowBegin = System.nanoTime();

  Http2Guard(ClientConnection connection, int maxControlFrames) {
    this.connection = connection;
    this.maxControlFrames = maxControlFrames;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      if (refused) {
        bytes.release();
        return;
      }
      follow(bytes);
      connection.headIncomplete(blockOpen || headRead > 0 || (rest > 0 && type != DATA));
      if (controlFrames > maxControlFrames || continuations > MOST_CONTINUATIONS) {
        bytes.release();
        refuse(context);
        return;
      }
    }
    context.fireChannelRead(message);
  }

  private void follow(ByteBuf bytes) {
    int at = bytes.readerIndex();
    int end = bytes.writerIndex();
    while (at < end) {
      if (rest > 0) {
        long step = Math.min(rest, end - at);
        rest -= step;
        at += (int) step;
      } else {
        head[headRead++] = bytes.getByte(at++) & 0xff;
        if (headRead == FRAME_HEAD) {
          headRead = 0;
          begin();
        }
      }
    }
  }

  private void begin() {
    rest = (long) head[0] << 16 | head[1] << 8 | head[2];
    type = head[3];
    int flags = head[4];
    if (type == HEADERS || type == CONTINUATION) {
      blockOpen = (flags & END_HEADERS) == 0;
      continuations = type == HEADERS ? 0 : continuations + 1;
      return;
    }
    boolean moves =
        type == DATA
            ? rest > 0 || (flags & END_STREAM) != 0
            : type == RST_STREAM || type == WINDOW_UPDATE;
    if (!moves) {
      long now = System.nanoTime();
      if (now - windowBegin > WINDOW) {
        windowBegin = now;
        controlFrames = 0;
      }
      controlFrames++;
    }
  }

  private void refuse(ChannelHandlerContext context) {
    refused = true;
    Http2ConnectionHandler codec = context.pipeline().get(Http2ConnectionHandler.class);
    if (codec == null) {
      var unused = context.close();
      return;
    }
    codec.onError(
        context.pipeline().context(codec),
        false,
        Http2Exception.connectionError(
            Http2Error.ENHANCE_YOUR_CALM, "too many frames that move no data"));
  }
}
