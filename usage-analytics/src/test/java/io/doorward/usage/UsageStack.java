package io.doorward.usage;

import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The servers that this service needs, the same for every test class, so that they are shared. */
@WithTestResource(
    value = StackResource.class,
    initArgs = {
      @ResourceArg(name = "parts", value = "postgres,kafka,identity"),
      @ResourceArg(name = "schema", value = "usage")
    })
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface UsageStack {}
