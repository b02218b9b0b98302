package dev.sallyport.functions.isolation;

import java.nio.file.Path;

/**
 * What one process of a function gets of the host.
 *
 * @param code the unpacked package
 * @param runtime the gateway's bootstraps
 * @param temporary the environment's own folder, which outlives the process
 * @param memoryMegabytes the function's MemorySize
 * @param storageMegabytes the function's EphemeralStorage
 */
public record Cell(Path code, Path runtime, Path temporary, int memoryMegabytes, int storageMegabytes) {}
