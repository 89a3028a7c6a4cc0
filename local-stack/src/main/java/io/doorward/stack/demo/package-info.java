/**
 * The main job of the suite, walked once from sign-in to automatic suspension, each step measured.
 * Uses the public API and the sign-in only, so it runs against any stack that is up.
 */
@NullMarked
package io.doorward.stack.demo;

import org.jspecify.annotations.NullMarked;
