package dev.sallyport.config;

/** What serves the sockets. */
public enum SocketTransport {
    /** Epoll where there is one, else the JDK's selectors. */
    AUTO,
    /** Linux's epoll. */
    EPOLL,
    /** Linux's io_uring. */
    IO_URING,
    /** The JDK's selectors, which every machine has. */
    NIO
}
