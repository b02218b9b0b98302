package dev.sallyport.pipeline;

/** What a client's connection becomes that has asked for another protocol and got it; the edge knows which there are. */
public interface Upgrade {}
