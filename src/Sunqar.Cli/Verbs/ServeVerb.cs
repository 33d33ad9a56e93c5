using System.CommandLine;
using Sunqar.Formats;
using Sunqar.Formats.Attestations;
using Sunqar.Formats.Iso20022;
using Sunqar.Server.Access;
using Sunqar.Server.Gateways;
using Sunqar.Server.Hosting;
using Sunqar.Work.Outbox;
using Sunqar.Work.Summaries;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar serve</c>: the console and the API on the data folder.</summary>
internal static class ServeVerb
{
    private const int AttestationRootsBytesMax = 1 << 20;

    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Addresses to listen on, separated by semicolons. Beyond loopback only https:// with a certificate.",
            DefaultValueFactory = _ => ServerOptions.DefaultUrl,
        };
        var certificate = new Option<string?>("--certificate") { Description = "TLS certificate: a PKCS#12 file (.pfx, .p12) or PEM." };
        var key = new Option<string?>("--certificate-key") { Description = "The PEM key, where it is not in the certificate's file." };
        var rateLimit = new Option<int>("--rate-limit")
        {
            Description = "Payments a second that each institution may send; 0 for no limit.",
        };
        rateLimit.Validators.Add(result => WholeNumber.Between(result, 0, int.MaxValue, " payments a second"));
        var iso8583 = new Option<string[]>("--iso8583")
        {
            Description = "INSTITUTION[/NUMBER]=ADDRESS: take ISO 8583 messages of this institution; may be repeated (docs/iso8583.md).",
        };
        var iso8583Clients = new Option<string[]>("--iso8583-clients")
        {
            Description =
                "INSTITUTION=FILE: PEM certificates of its switch, or of who issued them; needed beyond loopback, with --certificate.",
        };
        var schemas = new Option<string?>("--iso20022-schemas")
        {
            Description =
                "Folder of the published ISO 20022 XSDs, against which messages are "
                + "checked too; SUNQAR_ISO20022_XSD where not given (docs/iso20022.md).",
        };
        var zone = new ZoneArguments();
        var provider = new ProviderArguments();
        var noMining = new Option<bool>("--no-mining")
        {
            Description = "Mine no networks for the console, neither at the start nor later: the machine belongs to deciding.",
        };
        var (windowMib, exactMatch, attestationRoots) = (WindowMib(), ExactMatch(), AttestationRoots());
        var shadow = new Option<string?>("--shadow")
        {
            Description = "A candidate rulebook that decides beside the live one and answers nothing: GET /shadow tells what differs.",
            HelpName = "FILE",
        };
        var resolver = new Option<string?>("--resolver")
        {
            Description = "An operator's resolver, asked whether a blocked name still resolves.",
            HelpName = "ADDRESS:PORT",
        };
        var journal = new JournalArguments();
        var command = new Command(
            "serve",
            "Serve the API and the console on the data folder. The certificate's "
                + "password, if any, is read from SUNQAR_CERTIFICATE_PASSWORD."
        )
        {
            urls,
            certificate,
            key,
            rateLimit,
            iso8583,
            iso8583Clients,
            schemas,
            shadow,
            noMining,
            windowMib,
            exactMatch,
            attestationRoots,
            resolver,
        };
        foreach (var option in (IEnumerable<Option>)[.. zone.All, .. provider.All, .. journal.All])
            command.Options.Add(option);
        command.SetAction(
            (parsed, cancel) =>
                ServeAsync(
                    journal.Read(parsed),
                    PartnerOptions.Read(parsed.GetValue(resolver)),
                    parsed.GetValue(urls)!,
                    parsed.GetValue(certificate),
                    parsed.GetValue(key),
                    parsed.GetValue(rateLimit),
                    parsed.GetValue(iso8583) ?? [],
                    parsed.GetValue(iso8583Clients) ?? [],
                    parsed.GetValue(schemas),
                    parsed.GetValue(shadow),
                    parsed.GetValue(noMining),
                    parsed.GetValue(windowMib),
                    parsed.GetValue(exactMatch),
                    parsed.GetValue(attestationRoots),
                    zone.Read(parsed),
                    (provider.Read(parsed, out var unfit), unfit),
                    cancel
                )
        );
        return command;
    }

    private static Option<bool> ExactMatch() =>
        new("--exact-match")
        {
            Description = "Institutions may have blinded identifiers evaluated, to compare them without showing them (docs/verifier.md).",
        };

    private static Option<string?> AttestationRoots() =>
        new("--attestation-roots")
        {
            Description =
                "Roots of Android's key attestation (PEM): what a bank sends of a device's key is held to them (docs/confirmation.md).",
            HelpName = "FILE",
        };

    private static Option<int> WindowMib()
    {
        var option = new Option<int>("--window-mib")
        {
            Description =
                "MiB of memory that the windows of decisions may take; beyond it no new payment is decided. "
                + "By default half of the memory that the process may use.",
        };
        option.Validators.Add(result => WholeNumber.Between(result, 1, 1 << 24, " MiB"));
        return option;
    }

    private static async Task<int> ServeAsync(
        JournalChoice data,
        PartnerOptionsOutcome partners,
        string urls,
        string? certificate,
        string? key,
        int rateLimit,
        string[] iso8583,
        string[] iso8583Clients,
        string? schemas,
        string? shadow,
        bool noMining,
        int windowMib,
        bool exactMatch,
        string? attestationRoots,
        ZoneOptionsOutcome zone,
        (ProviderOptions? Options, string? Refusal) provider,
        CancellationToken cancel
    )
    {
        var candidate = shadow is null ? null : RulesVerb.Read(shadow);
        if (shadow is not null && candidate is null)
            return Exit.WrongUsage;
        var password = Environment.GetEnvironmentVariable("SUNQAR_CERTIFICATE_PASSWORD");
        var server = ServerOptions.Read(urls, certificate, key, password);
        var switches = Iso8583Options.Read(iso8583, iso8583Clients, (server as ServerOptionsOutcome.Accepted)?.Options.Certificate);
        var refusal =
            MemoryGuard.Close()
            ?? data.Refusal
            ?? (server as ServerOptionsOutcome.Refused)?.Reason
            ?? (switches as Iso8583OptionsOutcome.Refused)?.Reason
            ?? (partners as PartnerOptionsOutcome.Refused)?.Reason
            ?? (zone as ZoneOptionsOutcome.Refused)?.Reason
            ?? provider.Refusal;
        var known = refusal is null ? Load(schemas ?? Environment.GetEnvironmentVariable("SUNQAR_ISO20022_XSD"), out refusal) : null;
        var attestation = refusal is null ? Attestation(attestationRoots, out refusal) : null;
        if (refusal is not null)
        {
            await Console.Error.WriteLineAsync($"sunqar: {refusal}");
            return Exit.WrongUsage;
        }
        var gateways = new GatewayOptions(
            ((Iso8583OptionsOutcome.Accepted)switches).Addresses,
            known,
            ((ZoneOptionsOutcome.Accepted)zone).Options
        );
        try
        {
            var options = ((ServerOptionsOutcome.Accepted)server).Options;
            var live = new LiveServerOptions
            {
                PaymentsPerSecondMax = rateLimit,
                Gateways = gateways,
                Shadow = candidate,
                IsMiningOff = noMining,
                WindowBytesMax = windowMib > 0 ? (long)windowMib << 20 : LiveServerOptions.HalfOfMemory,
                IsExactMatchOn = exactMatch,
                Attestation = attestation,
                IsStandby = data.IsStandby,
                Node = data.Node,
                Provider = provider.Options,
                Partners = ((PartnerOptionsOutcome.Accepted)partners).Options,
            };
            await LiveServer.ServeAsync(options, data.Files, live, Console.Error.WriteLine, cancel);
            return Exit.Done;
        }
        catch (IOException error)
        {
            await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
            return Exit.Failed;
        }
    }

    private static AndroidKeyAttestation? Attestation(string? path, out string? refusal)
    {
        refusal = null;
        if (path is null)
            return null;
        var pem = InputText.Read(path, AttestationRootsBytesMax, out var bad);
        var judge = bad is null ? AndroidKeyAttestation.Of(pem) : null;
        refusal = judge is null ? $"--attestation-roots: {bad?.ToString() ?? $"{path} holds no certificates, 1 to 32, in PEM"}" : null;
        return judge;
    }

    private static Iso20022Schemas? Load(string? folder, out string? refusal)
    {
        refusal = null;
        try
        {
            return string.IsNullOrEmpty(folder) ? null : Iso20022Schemas.Load(folder);
        }
        catch (InvalidDataException error)
        {
            refusal = $"--iso20022-schemas: {error.Message}";
            return null;
        }
    }
}
