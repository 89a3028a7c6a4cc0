/**
 * Tokens of service accounts that are replaced by themselves, and the collecting of the new
 * secrets. Nobody is stranded: until the new secret is collected, the old one is accepted.
 */
@NullMarked
package io.doorward.token.lifecycle.schedule;

import org.jspecify.annotations.NullMarked;
