/**
 * Which credential a request carries, and whether a session is genuine. API tokens are only
 * recognised here, not known. Must not import any other room.
 */
@NullMarked
package io.doorward.gateway.credential;

import org.jspecify.annotations.NullMarked;
