package io.doorward.gateway.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a connection's first bytes in clear and decides by them: the preface of HTTP/2 (RFC
 * 9113, section 3.4) or else HTTP/1. Vert.x' own choice would also take over requests that ask for
 * an upgrade to HTTP/2, and set up HTTP/1 too late for a stricter decoder.
 */
final class ProtocolChoice extends ChannelInboundHandlerAdapter {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Consumer<Channel> http1;
  private final Consumer<Channel> http2;
  private @Nullable ByteBuf held;

  ProtocolChoice(Consumer<Channel> http1, Consumer<Channel> http2) {
    this.http1 = http1;
    this.http2 = http2;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = joined(context, (ByteBuf) message);
    int seen = Math.min(bytes.readableBytes(), PREFACE.length);
    for (int i = 0; i < seen; i++) {
      if (bytes.getByte(bytes.readerIndex() + i) != PREFACE[i]) {
        choose(context, http1, bytes);
        return;
      }
    }
    if (seen == PREFACE.length) {
      choose(context, http2, bytes);
    } else {
      held = bytes;
    }
  }

  private ByteBuf joined(ChannelHandlerContext context, ByteBuf arrived) {
    ByteBuf before = held;
    if (before == null) {
      return arrived;
    }
    held = null;
    ByteBuf all = context.alloc().buffer(before.readableBytes() + arrived.readableBytes());
    all.writeBytes(before).writeBytes(arrived);
    before.release();
    arrived.release();
    return all;
  }

  private void choose(ChannelHandlerContext context, Consumer<Channel> chosen, ByteBuf bytes) {
    chosen.accept(context.channel());
    context.pipeline().remove(this);
    context.fireChannelRead(bytes);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    if (held != null) {
      ReferenceCountUtil.release(held);
      held = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var unused = context.close();
  }
}
