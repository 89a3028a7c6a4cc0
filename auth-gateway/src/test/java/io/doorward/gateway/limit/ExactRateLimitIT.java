package io.doorward.gateway.limit;

import io.doorward.gateway.support.ExactLimits;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;

/** Redis is asked at every request. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(ExactLimits.class)
@Tag("G5")
@Tag("RLM-1")
@Tag("RLM-2")
@Tag("RLM-3")
@Tag("RLM-5")
@Tag("RLM-6")
class ExactRateLimitIT extends RateLimitAnswers {}
