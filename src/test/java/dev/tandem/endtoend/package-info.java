/**
 * Tests of the packaged jar, as processes of their own: an engine in a folder of its own and a simulator that judges it.
 * Classes named {@code *IT} run in {@code mvn verify} only.
 */
package dev.tandem.endtoend;
