package io.doorward.kit.request;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An operation, or all of a resource, whose requests somebody else's standard describes: what it
 * does not know of the query or the headers it ignores, as OAuth (RFC 6749, section 3.2) asks.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ForeignProtocol {}
