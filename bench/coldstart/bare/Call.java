package bare;

/** One client of one service, and the cheapest request that it can make. */
interface Call {

    /** Makes the request; throws when it fails, so that no figure rests on failed requests. */
    void call();
}
