package io.doorward.gateway.limit;

import io.doorward.gateway.support.ExactLimits;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;

/** Redis is asked at every request. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(ExactLimits.class)
class ExactRateLimitIT extends RateLimitAnswers {}
