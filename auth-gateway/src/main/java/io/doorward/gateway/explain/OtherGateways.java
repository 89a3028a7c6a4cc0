package io.doorward.gateway.explain;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.redis.RedisSubscription;
import io.doorward.gateway.redis.RedisSubscriptions;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.impl.ContextInternal;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks the other gateways what they remember: one question to all over Redis, to which each says
 * what it has or that it has nothing. A decision costs nothing unless somebody asks about it.
 */
@Singleton
class OtherGateways implements RedisSubscription.Listener {
  private static final long PATIENCE_MILLIS = 1_000;
  private static final int MOST_QUESTIONS = 64;

  private final Vertx vertx;
  private final RedisLink redis;
  private final RedisSubscriptions subscriptions;
  private final OwnDecisions own;
  private final Map<String, Asked> asked = new ConcurrentHashMap<>();
  private @Nullable RedisSubscription subscription;
  private volatile @Nullable Context loop;

  /**
   * What is sent on the channel.
   *
   * @param id of the question, with which all answers come
   * @param requestId {@code null} in an answer
   * @param found {@code null} in a question
   */
  record Message(
      String id,
      @Nullable String requestId,
      @Nullable String organization,
      @Nullable List<Explanation> found) {}

  /** A question and the answers so far. */
  private static final class Asked {
    private final Promise<List<Explanation>> answer;
    private final List<Explanation> found = new ArrayList<>();
    private long answers;
    private long expected = Long.MAX_VALUE;

    Asked(Promise<List<Explanation>> answer) {
      this.answer = answer;
    }

    synchronized void answered(List<Explanation> some) {
      found.addAll(some);
      answers++;
      settle();
    }

    /** So many were there to hear the question. */
    synchronized void expect(long many) {
      expected = many;
      settle();
    }

    private void settle() {
      if (answers >= expected) {
        answer.tryComplete(List.copyOf(found));
      }
    }

    /** Something is found even if somebody does not answer; that nothing is, is not known then. */
    synchronized void expire() {
      if (found.isEmpty()) {
        answer.tryFail("not all answered");
      } else {
        answer.tryComplete(List.copyOf(found));
      }
    }
  }

  @Inject
  OtherGateways(Vertx vertx, RedisLink redis, RedisSubscriptions subscriptions, OwnDecisions own) {
    this.vertx = vertx;
    this.redis = redis;
    this.subscriptions = subscriptions;
    this.own = own;
  }

  void start(@Observes StartupEvent event) {
    redis.background().onSuccess(context -> loop = context);
    subscription = subscriptions.subscribeToQuiet(RedisKeys.DECISIONS, this);
  }

  void stop(@Observes ShutdownEvent event) {
    if (subscription != null) {
      subscription.close();
    }
  }

  /**
   * What any of them remembers of the organization's tokens. Fails if not all of them can be asked,
   * or not all answer. Must be called on an event loop.
   */
  Future<List<Explanation>> find(String requestId, String organization) {
    if (asked.size() >= MOST_QUESTIONS) {
      return Future.failedFuture("too many questions at a time");
    }
    String id = UUID.randomUUID().toString();
    // The answers come on another loop; whoever asks goes on on its own.
    Asked question = new Asked(((ContextInternal) vertx.getOrCreateContext()).promise());
    asked.put(id, question);
    long timer = vertx.setTimer(PATIENCE_MILLIS, expired -> question.expire());
    publish(new Message(id, requestId, organization, null))
        .onSuccess(question::expect)
        .onFailure(question.answer::tryFail);
    return question
        .answer
        .future()
        .onComplete(
            over -> {
              vertx.cancelTimer(timer);
              asked.remove(id);
            });
  }

  private Future<Long> publish(Message message) {
    return redis
        .send(
            Request.cmd(Command.PUBLISH)
                .arg(RedisKeys.DECISIONS)
                .arg(ContractJson.writeString(message)))
        .map(receivers -> receivers == null ? 0L : receivers.toLong());
  }

  @Override
  public void message(byte[] payload) {
    Message message;
    try {
      message = ContractJson.read(payload, Message.class);
    } catch (UnreadableRecord e) {
      return;
    }
    List<Explanation> found = message.found();
    if (found != null) {
      Asked question = asked.get(message.id());
      if (question != null) {
        question.answered(found);
      }
      return;
    }
    String requestId = message.requestId();
    String organization = message.organization();
    Context context = loop;
    if (context != null && requestId != null && organization != null) {
      List<Explanation> told = own.find(requestId, organization);
      context.runOnContext(n -> publish(new Message(message.id(), null, null, told)));
    }
  }

  @Override
  public void interrupted() {}
}
