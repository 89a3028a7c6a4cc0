package io.doorward.gateway.extauthz;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.inquiry.Inquiries;
import io.doorward.gateway.inquiry.Told;
import io.doorward.gateway.inquiry.Way;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * {@code envoy.service.auth.v3.Authorization/Check}. The few messages of this one call are read and
 * written here: the libraries that would do it are larger than the rest of the gateway.
 */
@Singleton
class ExtAuthzGrpc implements Way {
  private static final String NAME = "ext_authz_grpc";
  private static final String CHECK = "/envoy.service.auth.v3.Authorization/Check";

  private final Inquiries inquiries;

  @Inject
  ExtAuthzGrpc(Inquiries inquiries) {
    this.inquiries = inquiries;
  }

  @Override
  public boolean takes(HttpServerRequest request) {
    return GrpcCall.is(request);
  }

  @Override
  public void answer(HttpServerRequest request, IpAddress peer) {
    GrpcCall call = new GrpcCall(request);
    if (CHECK.equals(request.path())) {
      call.whenAsked(message -> check(call, message));
    } else {
      call.fail(GrpcCall.UNIMPLEMENTED, "only " + CHECK + " is served");
    }
  }

  private void check(GrpcCall call, byte[] message) {
    CheckQuestion question;
    try {
      question = new CheckQuestion(message);
    } catch (WireReader.Unreadable e) {
      call.fail(GrpcCall.INVALID_ARGUMENT, "the message is no CheckRequest");
      return;
    }
    Told told = Told.agreed(question.request(), question.headers());
    inquiries
        .rule(NAME, told, question.client(), question.headers())
        .onSuccess(ruling -> call.answer(CheckAnswer.of(ruling, question.headers())));
  }
}
