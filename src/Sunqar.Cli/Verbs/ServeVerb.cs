using System.CommandLine;
using Sunqar.Server.Hosting;
using Sunqar.Server.Jobs;
using Sunqar.Server.Pages.State;

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
        var command = new Command(
            "serve", "Serve the console on the data folder. The certificate's password, if any, is read from SUNQAR_CERTIFICATE_PASSWORD.")
        {
            urls, certificate, key,
        };
        command.SetAction((parsed, cancel) => ServeAsync(parsed.GetValue(urls)!, parsed.GetValue(certificate), parsed.GetValue(key), cancel));
        return command;
    }

    private static async Task<int> ServeAsync(string urls, string? certificate, string? key, CancellationToken cancel)
    {
        var password = Environment.GetEnvironmentVariable("SUNQAR_CERTIFICATE_PASSWORD");
        switch (ServerOptions.Read(urls, certificate, key, password))
        {
            case ServerOptionsOutcome.Refused refused:
                await Console.Error.WriteLineAsync($"sunqar: {refused.Reason}");
                return Exit.WrongUsage;
            case ServerOptionsOutcome.Accepted accepted:
                var state = new LiveConsoleState();
                try
                {
                    await ConsoleServer.ServeAsync(accepted.Options, state, stop => Task.Run(() => new MainJob(DataFiles.FromEnvironment(), null, state).Run(stop), stop), Listening, cancel);
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
