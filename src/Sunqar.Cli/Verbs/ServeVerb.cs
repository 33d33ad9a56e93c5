using System.CommandLine;
using Sunqar.Server.Hosting;
using Sunqar.Server.Jobs;

namespace Sunqar.Cli.Verbs;

/// <summary><c>sunqar serve</c>: the console and the API on the data folder.</summary>
internal static class ServeVerb
{
    public static Command Create()
    {
        var urls = new Option<string>("--urls")
        {
            Description = "Addresses to listen on, separated by semicolons. Beyond loopback only https:// with a certificate.",
            DefaultValueFactory = _ => ServerOptions.DefaultUrl,
        };
        var certificate = new Option<string?>("--certificate") { Description = "TLS certificate: a PKCS#12 file (.pfx, .p12) or PEM." };
        var key = new Option<string?>("--certificate-key") { Description = "The PEM key, where it is not in the certificate's file." };
        var rateLimit = new Option<int>("--rate-limit") { Description = "Payments a second that each institution may send; 0 for no limit." };
        rateLimit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 0) result.AddError("--rate-limit: expected a number of payments a second, 0 or more.");
        });
        var command = new Command(
            "serve", "Serve the API and the console on the data folder. The certificate's password, if any, is read from SUNQAR_CERTIFICATE_PASSWORD.")
        {
            urls, certificate, key, rateLimit,
        };
        command.SetAction((parsed, cancel) => ServeAsync(
            parsed.GetValue(urls)!, parsed.GetValue(certificate), parsed.GetValue(key), parsed.GetValue(rateLimit), cancel));
        return command;
    }

    private static async Task<int> ServeAsync(string urls, string? certificate, string? key, int rateLimit, CancellationToken cancel)
    {
        var password = Environment.GetEnvironmentVariable("SUNQAR_CERTIFICATE_PASSWORD");
        switch (ServerOptions.Read(urls, certificate, key, password))
        {
            case ServerOptionsOutcome.Refused refused:
                await Console.Error.WriteLineAsync($"sunqar: {refused.Reason}");
                return Exit.WrongUsage;
            case ServerOptionsOutcome.Accepted accepted:
                try
                {
                    await LiveServer.ServeAsync(accepted.Options, DataFiles.FromEnvironment(), rateLimit, Listening, cancel);
                    return Exit.Done;
                }
                catch (IOException error)
                {
                    await Console.Error.WriteLineAsync($"sunqar: {error.Message}");
                    return Exit.Failed;
                }
            default:
                throw new InvalidOperationException("An outcome that this verb does not know.");
        }
    }

    private static void Listening(string url) => Console.Error.WriteLine($"console at {url}");
}
