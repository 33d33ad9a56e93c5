using System.CommandLine;
using Sunqar.Cli.Verbs;

namespace Sunqar.Cli;

/// <summary>Every verb, one line each; the verb itself is one file in Verbs/.</summary>
internal static class VerbTable
{
    public static readonly IReadOnlyList<Func<Command>> All =
    [
        AlertsVerb.Create,
        BackupVerb.Create,
        ClustersVerb.Create,
        ConformVerb.Create,
        CyclesVerb.Create,
        ImportVerb.Create,
        DecideVerb.Create,
        ReplayVerb.Create,
        ExportVerb.Create,
        FaceVerb.Create,
        FindVerb.Create,
        FingerprintVerb.Create,
        FollowVerb.Create,
        FootageVerb.Create,
        ForgetVerb.Create,
        KeyBackupVerb.Create,
        KeysVerb.Create,
        LawVerb.Create,
        LookAlikesVerb.Create,
        MigrateVerb.Create,
        PartnersVerb.Create,
        PatternsVerb.Create,
        PeopleVerb.Create,
        ReportVerb.Create,
        RestoreVerb.Create,
        RulesVerb.Create,
        SandboxVerb.Create,
        ScoreVerb.Create,
        ScreenVerb.Create,
        ServeVerb.Create,
        SimulateVerb.Create,
        RunVerb.Create,
        TraceVerb.Create,
        ExchangersVerb.Create,
        VerifierVerb.Create,
        VerifyLogVerb.Create,
        VersionVerb.Create,
        WalletVerb.Create,
        WitnessVerb.Create,
    ];
}
