namespace HotelCancellation.Platform.Access;

/// <summary>What a caller may do. Roles add up.</summary>
[Flags]
public enum ApiRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Ask for predictions.</summary>
    Predict = 1,

    /// <summary>Send bookings and what became of them.</summary>
    Ingest = 2,

    /// <summary>Watch and steer models, traffic, retraining and monitoring.</summary>
    Operate = 4,

    /// <summary>Everything, erasure of guests among it: an administrator needs no second key.</summary>
    Admin = 8,
}

/// <summary>How roles are written, and what they include.</summary>
public static class ApiRolesText
{
    private static readonly (string Name, ApiRoles Role)[] Names =
        [("predict", ApiRoles.Predict), ("ingest", ApiRoles.Ingest), ("operate", ApiRoles.Operate), ("admin", ApiRoles.Admin)];

    /// <summary>The names of all roles.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(n => n.Name)];

    /// <summary>Whether the roles allow what needs <paramref name="role"/>; <see cref="ApiRoles.Admin"/> allows everything.</summary>
    public static bool Include(this ApiRoles roles, ApiRoles role) => (roles & (role | ApiRoles.Admin)) != ApiRoles.None;

    /// <summary>The names, joined by commas.</summary>
    public static string ToText(this ApiRoles roles) => string.Join(',', Names.Where(n => (roles & n.Role) != ApiRoles.None).Select(n => n.Name));

    /// <summary>Reads names joined by commas, whatever their case. False where a name is unknown or none is given.</summary>
    public static bool TryParse(string text, out ApiRoles roles)
    {
        roles = ApiRoles.None;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var known = Array.Find(Names, n => n.Name.Equals(part, StringComparison.OrdinalIgnoreCase));
            if (known.Name is null)
            {
                roles = ApiRoles.None;
                return false;
            }

            roles |= known.Role;
        }

        return roles != ApiRoles.None;
    }
}
