using System.Globalization;
using System.Net;
using Npgsql;

namespace Sunqar.Storage.Postgres;

/// <summary>
/// Where a journal in PostgreSQL lies: <c>postgres://[user[:password]@]host[:port][,host…]/database[?…]</c>. Of several hosts the one that
/// takes writes is used. Parameters: <c>schema</c> (sunqar), <c>lease</c> (seconds that a lease lasts, 4), <c>sslmode</c> (verify-full;
/// disable on loopback alone), <c>sslrootcert</c>, <c>sslcert</c>, <c>sslkey</c> (files), <c>standby</c> (<c>required</c>: a server that
/// waits for no standby is refused).
/// </summary>
public sealed record PostgresPlace
{
    private const int PortMax = 65535;

    private PostgresPlace(NpgsqlConnectionStringBuilder connection) => Connection = connection;

    internal NpgsqlConnectionStringBuilder Connection { get; }

    /// <summary>The schema that holds the tables.</summary>
    public string Schema { get; private init; } = "sunqar";

    /// <summary>How long a lease lasts that nobody renews.</summary>
    public TimeSpan Lease { get; private init; } = TimeSpan.FromSeconds(4);

    /// <summary>Whether a server is refused that does not wait for a standby.</summary>
    public bool NeedsStandby { get; private init; }

    /// <summary>Whether the text holds a password; such a text belongs in the environment, not on a command line that every account of the
    /// machine can read.</summary>
    public bool HasPassword => !string.IsNullOrEmpty(Connection.Password);

    /// <summary>For people, without user and password.</summary>
    public override string ToString() => $"postgres://{Connection.Host}/{Connection.Database}?schema={Schema}";

    /// <exception cref="FormatException">The text is no such place; the message says why, and shows no password.</exception>
    public static PostgresPlace Read(string text)
    {
        var rest = After(text, "postgres://") ?? After(text, "postgresql://") ?? throw Bad("expected postgres://host/database");
        var (authority, query) = Split(rest, '?');
        var (server, database) = Split(authority, '/');
        if (database.Length == 0)
            throw Bad("the name of the database is missing, as in postgres://host/database");
        var at = server.LastIndexOf('@');
        var (user, password) = at < 0 ? ("", "") : Split(server[..at], ':');
        var hosts = server[(at + 1)..].Split(',').Select(HostOf).ToArray();
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = string.Join(',', hosts),
            Database = Uri.UnescapeDataString(database),
            ApplicationName = "sunqar",
            // A time that runs out would make the server stop waiting for its standby, and yet commit.
            CommandTimeout = 0,
            KeepAlive = 0,
            TcpKeepAlive = true,
            TcpKeepAliveTime = 5,
            TcpKeepAliveInterval = 2,
            Timeout = 5,
            // A server that broke off is asked again after a second, and one that takes writes no more is found out as soon.
            HostRecheckSeconds = 1,
            MaxPoolSize = 64,
            NoResetOnClose = true,
            IncludeErrorDetail = false,
            Options = SessionOptions,
        };
        if (user.Length > 0)
            connection.Username = Uri.UnescapeDataString(user);
        if (password.Length > 0)
            connection.Password = Uri.UnescapeDataString(password);
        connection.SslMode = SslMode.VerifyFull;
        var isLoopback = hosts.All(IsLoopback);
        if (isLoopback)
            connection.SslMode = SslMode.Disable;
        return Parameters(new PostgresPlace(connection), query, isLoopback);
    }

    /// <summary>What a role or a database may have set otherwise, and no append must meet: a time that runs out, or a warning that is not
    /// sent.</summary>
    private const string SessionOptions =
        "-c synchronous_commit=on -c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 "
        + "-c client_min_messages=warning -c default_transaction_isolation=read\\ committed";

    private static PostgresPlace Parameters(PostgresPlace place, string query, bool isLoopback)
    {
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, coded) = Split(part, '=');
            var value = Uri.UnescapeDataString(coded);
            switch (name)
            {
                case "schema"
                    when value.Length is > 0 and < 64 && value.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'):
                    place = place with { Schema = value };
                    break;
                case "lease"
                    when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= 60:
                    place = place with { Lease = TimeSpan.FromSeconds(seconds) };
                    break;
                case "standby" when value == "required":
                    place = place with { NeedsStandby = true };
                    break;
                case "sslmode" when value == "verify-full":
                    place.Connection.SslMode = SslMode.VerifyFull;
                    break;
                case "sslmode" when value == "disable" && isLoopback:
                    place.Connection.SslMode = SslMode.Disable;
                    break;
                case "sslmode":
                    throw Bad("sslmode is verify-full, or disable where every host is loopback");
                case "sslrootcert":
                    place.Connection.RootCertificate = value;
                    break;
                case "sslcert":
                    place.Connection.SslCertificate = value;
                    break;
                case "sslkey":
                    place.Connection.SslKey = value;
                    break;
                default:
                    throw Bad(
                        $"'{name}' is no parameter or its value does not fit: schema (a-z 0-9 _), lease (1 to 60 seconds), sslmode, sslrootcert, "
                            + "sslcert, sslkey, standby=required"
                    );
            }
        }
        return place;
    }

    private static string HostOf(string host)
    {
        var (name, port) = host.StartsWith('[') ? Split(host[1..].Replace("]", "", StringComparison.Ordinal), ' ') : Split(host, ':');
        if (name.Length == 0)
            throw Bad("the name of a host is missing, as in postgres://host/database");
        if (
            port.Length > 0
            && !(int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= PortMax)
        )
        {
            throw Bad("a port is a number from 1 to 65535");
        }
        return host;
    }

    private static bool IsLoopback(string host)
    {
        var name = host.StartsWith('[') ? host[1..host.IndexOf(']', StringComparison.Ordinal)] : Split(host, ':').Before;
        return name == "localhost" || name.StartsWith('/') || (IPAddress.TryParse(name, out var address) && IPAddress.IsLoopback(address));
    }

    private static string? After(string text, string start) =>
        text.StartsWith(start, StringComparison.Ordinal) ? text[start.Length..] : null;

    private static (string Before, string After) Split(string text, char at)
    {
        var index = text.IndexOf(at, StringComparison.Ordinal);
        return index < 0 ? (text, "") : (text[..index], text[(index + 1)..]);
    }

    private static FormatException Bad(string what) => new($"The place of the journal is not understood: {what}.");
}
