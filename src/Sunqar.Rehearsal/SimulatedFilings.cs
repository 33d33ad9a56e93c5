using Sunqar.Core.Providers;
using Sunqar.Simulation;

namespace Sunqar.Rehearsal;

/// <summary>
/// How the platforms of a simulated country do their duties: diligent ones file in time, a late one files a part of it days too late, one
/// that hides never files a part at all. Which part goes by the order in which duties arose, so that who is planted as breaching breaches;
/// the moment of filing is drawn from the duty itself. One country files one way.
/// </summary>
internal static class SimulatedFilings
{
    public const string Diligent = "diligent",
        Late = "late",
        Hiding = "hiding";

    private const long HourUs = 3_600_000_000;

    /// <summary>Of a hundred duties, how many a late or a hiding platform breaches.</summary>
    private const int BreachedPercent = 45;

    /// <summary>Writes who does duties how: <c>platform,reporting</c>.</summary>
    public static void WriteTruth(string path, IEnumerable<PlatformPlace> platforms) =>
        File.WriteAllLines(path, platforms.Select(platform => $"{platform.Code},{platform.Reporting}").Prepend("platform,reporting"));

    /// <summary>By platform; empty where nobody knows.</summary>
    public static IReadOnlyDictionary<string, string> ReadTruth(string path) =>
        !File.Exists(path)
            ? new Dictionary<string, string>()
            : File.ReadLines(path)
                .Skip(1)
                .Select(line => line.Split(','))
                .Where(parts => parts.Length == 2)
                .ToDictionary(parts => parts[0], parts => parts[1]);

    public static IReadOnlyList<FilingsTaken> Of(IEnumerable<Duty> duties, IReadOnlyDictionary<string, string> reporting) =>
        [
            .. duties
                .Where(duty => reporting.ContainsKey(duty.Platform))
                .GroupBy(duty => duty.Platform)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new FilingsTaken(
                    group.Key,
                    [
                        .. group
                            .OrderBy(duty => duty.AroseUs)
                            .ThenBy(duty => duty.Reference, StringComparer.Ordinal)
                            .Select((duty, n) => Filed(duty, n, reporting[group.Key]))
                            .OfType<Filing>(),
                    ]
                )),
        ];

    private static Filing? Filed(Duty duty, int number, string reporting)
    {
        var chance = Chance(duty);
        var isBreached = reporting != Diligent && (long)number * BreachedPercent % 100 < BreachedPercent;
        if (isBreached && reporting == Hiding)
            return null;
        var inTime = duty.AroseUs + (duty.DueUs - duty.AroseUs) / 100 * (long)(chance / 100 % 95);
        return new Filing(duty.Kind, duty.Reference, isBreached ? duty.DueUs + (24 + (long)(chance / 100 % 240)) * HourUs : inTime);
    }

    /// <summary>FNV-1a, with its bits mixed once more: neighbours in a row of ids are no neighbours here.</summary>
    private static ulong Chance(Duty duty)
    {
        var hash = 14_695_981_039_346_656_037UL;
        unchecked
        {
            foreach (var c in $"{duty.Platform}\n{(int)duty.Kind}\n{duty.Reference}")
                hash = (hash ^ c) * 1_099_511_628_211UL;
            hash = (hash ^ (hash >> 31)) * 0x9E37_79B9_7F4A_7C15;
        }
        return hash >> 8;
    }
}
