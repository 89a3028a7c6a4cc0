/**
 * Who is who: organizations and their members, created when they first sign in, and the principal
 * that every operation of the faces acts for. Must not import another face.
 */
@NullMarked
package io.doorward.token.directory;

import org.jspecify.annotations.NullMarked;
