using Sunqar.Benchmarks;

// One file a benchmark, one line here.
(string Name, Func<string[], int> Run)[] benches =
[
    ("all", AllBench.Run),
    ("bare", BareServer.Run),
    ("calibrate", CalibrateBench.Run),
    ("decide", DecideBench.Run),
    ("dress", DressBench.Run),
    ("engine", EngineBench.Run),
    ("import", ImportBench.Run),
    ("journal", JournalBench.Run),
    ("evasion", EvasionBench.Run),
    ("faces", FacesBench.Run),
    ("footage", FootageBench.Run),
    ("simulate", SimulateBench.Run),
    ("oversight", OversightBench.Run),
    ("payments", PaymentsBench.Run),
    ("amlworld", AmlWorldMix.Run),
    ("find", FindBench.Run),
    ("legs", LegsBench.Run),
    ("names", NamesBench.Run),
    ("nodes", NodesBench.Run),
    ("libraries", LibrariesBench.Run),
    ("screening", ScreeningBench.Run),
    ("find-live", FindLiveBench.Run),
    ("fingerprints", FingerprintsBench.Run),
    ("find-scale", FindScaleBench.Run),
    ("suspicion", SuspicionFit.Run),
    ("trace", TraceBench.Run),
];

var bench = benches.FirstOrDefault(b => args.Length > 0 && b.Name == args[0]);
if (bench.Run is null)
{
    Console.Error.WriteLine($"sunqar bench: name one of {string.Join(", ", benches.Select(b => b.Name))}.");
    return 2;
}
return bench.Run(args[1..]);
