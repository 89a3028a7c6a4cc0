package io.doorward.kit.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call an operation. Every resource method carries it: one that does not is refused, so
 * that a forgotten annotation opens nothing.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Access {
  /** The scope that is needed; empty: any session or token will do. */
  String scope() default "";

  /** Only the gateway itself. */
  boolean gatewayOnly() default false;

  /**
   * Anyone, with or without a credential, which is then not looked at. For operations where what is
   * sent is itself the proof.
   */
  boolean anonymous() default false;
}
