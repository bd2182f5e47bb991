/**
 * The playbooks: what is done about a finding on a resource that no stack owns. A playbook only reads, and says which
 * steps would put things right; the steps are data, and are carried out exactly as they were shown. It says so again
 * afterwards: where nothing is left to do, the fix is verified.
 */
@NullMarked
package dev.plumbline.tasks.playbooks;

import org.jspecify.annotations.NullMarked;
