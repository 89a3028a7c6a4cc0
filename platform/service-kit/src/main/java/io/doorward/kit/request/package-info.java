/** What every request gets: an id that its answer and its log lines carry, and safe headers. */
@NullMarked
package io.doorward.kit.request;

import org.jspecify.annotations.NullMarked;
