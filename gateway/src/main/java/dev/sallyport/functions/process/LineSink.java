package dev.sallyport.functions.process;

/** Takes the output of a process line by line. Must not block for long: the process waits meanwhile. */
@FunctionalInterface
public interface LineSink {

    /**
     * One line without its end.
     *
     * @param bytes belongs to the caller, who overwrites it afterwards
     * @param length how many bytes of it are the line
     */
    void line(byte[] bytes, int length);
}
