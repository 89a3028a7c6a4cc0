package io.doorward.gateway.proxy;

import io.doorward.gateway.mcp.AnswerFilter;
import io.doorward.gateway.mcp.UnfitAnswer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerResponse;
import java.util.function.Consumer;

/** Passes an answer on through a filter, with back-pressure. Confined to its event loop. */
final class FilteredAnswer {
  private final HttpClientResponse answer;
  private final HttpServerResponse response;
  private final AnswerFilter filter;
  private final Runnable whole;
  private final Consumer<String> broken;
  private boolean over;

  /**
   * @param whole called when all of it was passed on
   * @param broken called with the reason when it breaks off, or must not be passed on
   */
  FilteredAnswer(
      HttpClientResponse answer,
      HttpServerResponse response,
      AnswerFilter filter,
      Runnable whole,
      Consumer<String> broken) {
    this.answer = answer;
    this.response = response;
    this.filter = filter;
    this.whole = whole;
    this.broken = broken;
  }

  void start() {
    answer.handler(this::pass);
    answer.endHandler(nothing -> end());
    answer.exceptionHandler(cut -> stop("The upstream broke its answer off."));
  }

  private void pass(Buffer piece) {
    if (over) {
      return;
    }
    try {
      Buffer out = filter.pass(piece);
      if (out.length() > 0) {
        response.write(out);
        if (response.writeQueueFull()) {
          answer.pause();
          response.drainHandler(nothing -> answer.resume());
        }
      }
    } catch (UnfitAnswer e) {
      stop(String.valueOf(e.getMessage()));
    }
  }

  private void end() {
    if (over) {
      return;
    }
    try {
      Buffer rest = filter.end();
      over = true;
      if (!response.headWritten()) {
        response.setChunked(false);
        response.putHeader("Content-Length", Integer.toString(rest.length()));
      }
      response.end(rest);
      whole.run();
    } catch (UnfitAnswer e) {
      stop(String.valueOf(e.getMessage()));
    }
  }

  private void stop(String reason) {
    if (!over) {
      over = true;
      broken.accept(reason);
    }
  }
}
