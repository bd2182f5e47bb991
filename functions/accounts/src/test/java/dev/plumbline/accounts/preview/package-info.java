/** Tests of what a plan says. */
package dev.plumbline.accounts.preview;
